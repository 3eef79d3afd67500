package io.hmsbridge.api;

import java.util.List;

/** A connector that sends several packets in one call more cheaply than one by one. */
public interface BatchConnector extends Connector {

    /** The most packets {@link #sendBatch} takes; constant, at least 1. */
    int batchLimit();

    /**
     * Sends packets of different keys.
     *
     * @param packets 1 to {@link #batchLimit} packets, at most one of each key
     * @return a result for each packet, in their order
     * @throws Exception counts for every packet of the batch
     */
    List<SendResult> sendBatch(List<Packet> packets) throws Exception;

    @Override
    default SendResult send(Packet packet) throws Exception {
        return sendBatch(List.of(packet)).getFirst();
    }
}
