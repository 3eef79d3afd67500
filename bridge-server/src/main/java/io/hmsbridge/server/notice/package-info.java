/** Tells the people who run the bridge of what they should know at once. */
package io.hmsbridge.server.notice;
