/** {@code CsvDropConnector}: packets as CSV in a folder, appended to a growing file or each file put there whole. */
package io.hmsbridge.plugins.csvdrop;
