/**
 * What all file connectors share: how a packet becomes a record ({@link io.hmsbridge.plugins.files.Layout}), what a file is
 * called ({@link io.hmsbridge.plugins.files.FileName}), and how it comes into a folder whole or not at all
 * ({@link io.hmsbridge.plugins.files.Publication}).
 */
package io.hmsbridge.plugins.files;
