/**
 * What all database connectors share: a checked address, a driver, a small pool, the catalogue, exact conversion of values,
 * and the one transaction that writes packets and remembers that they were written.
 *
 * <p>Names of tables and columns come from settings and mapping sheets only; they are looked up in the database's own
 * catalogue and written into SQL as found there, quoted. Values are always bound. Nothing that a database says about a
 * statement is shown, since it may quote the content: messages are made here, of names, types and SQL states.
 */
package io.hmsbridge.plugins.jdbc;
