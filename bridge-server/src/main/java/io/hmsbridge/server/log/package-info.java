/** Where log lines go, and how they look. */
package io.hmsbridge.server.log;
