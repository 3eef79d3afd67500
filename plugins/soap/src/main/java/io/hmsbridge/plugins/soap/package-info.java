/** Calls operations of SOAP services as their WSDL describes them: messages are streamed, and checked before they are sent. */
package io.hmsbridge.plugins.soap;
