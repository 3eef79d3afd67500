/** Mapping sheets: load, check, hot-reload, map. Mapping is pure: an event in, packets or problems out. */
package io.hmsbridge.core.mapping;
