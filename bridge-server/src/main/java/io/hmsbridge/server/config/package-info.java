/**
 * {@code bridge.yaml}: its keys, reading it with every problem at once, showing it, and following its changes.
 *
 * <p>Start at {@link io.hmsbridge.server.config.ConfigReader}. Every key stands in
 * {@link io.hmsbridge.server.config.ConfigKey}, with its default and its meaning, and nowhere else.
 */
package io.hmsbridge.server.config;
