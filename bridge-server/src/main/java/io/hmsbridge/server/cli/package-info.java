/** The command {@code bridge}: starts a server, and talks to one over HTTP. */
package io.hmsbridge.server.cli;
