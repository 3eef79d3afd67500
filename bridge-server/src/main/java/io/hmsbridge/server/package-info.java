/** The server: a database, a bridge on it and an HTTP API before it, started and stopped as one. */
package io.hmsbridge.server;
