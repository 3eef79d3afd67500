/** When things may happen: windows by the wall clock of a zone, and holidays. Knows nothing of packets and targets. */
package io.hmsbridge.core.calendar;
