/** Certificates and keys in PEM: what the server shows, whom it trusts, and what clients of it need. Uses the JDK alone. */
package io.hmsbridge.server.tls;
