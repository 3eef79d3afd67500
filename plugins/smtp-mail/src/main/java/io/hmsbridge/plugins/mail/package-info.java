/** Mails packets as notices and digests, over connections that are kept. */
package io.hmsbridge.plugins.mail;
