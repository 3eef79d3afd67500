/**
 * The plugin host: loads connector plugins from a folder, each jar by a PF4J manager of its own, and offers their
 * factories by name. No PF4J type leaves this package.
 *
 * <p>A plugin sees the JDK, {@code io.hmsbridge.api} and PF4J; of the host's own classes and libraries it sees nothing,
 * so it may bundle any version of any library.
 */
package io.hmsbridge.core.plugin;
