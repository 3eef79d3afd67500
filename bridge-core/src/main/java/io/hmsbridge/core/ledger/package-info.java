/** Append, record, query: the events, packets and deliveries in PostgreSQL. SQL lives here and nowhere else. */
package io.hmsbridge.core.ledger;
