package io.hmsbridge.core;

/** Somebody's wish to be told of packets; ends when closed. */
@FunctionalInterface
public interface PacketWatch extends AutoCloseable {

    @Override
    void close();
}
