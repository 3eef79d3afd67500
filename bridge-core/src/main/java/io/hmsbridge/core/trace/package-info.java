/** What an embedding program is told so that it can trace events on their way. */
package io.hmsbridge.core.trace;
