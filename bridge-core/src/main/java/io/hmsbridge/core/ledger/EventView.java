package io.hmsbridge.core.ledger;

import java.time.Instant;

/**
 * An accepted event as people see it, without its data.
 *
 * @param number the ledger's number of it
 * @param id as its source named it
 * @param packets how many packets were made of it; 0 if no sheet matched it
 */
public record EventView(long number, String source, String id, String type, String subject, Instant acceptedAt,
        int packets) {}
