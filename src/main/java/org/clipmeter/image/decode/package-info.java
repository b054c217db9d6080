/**
 * Decodes files to pictures: the table of all formats, the recognition of a file's format, and the call of its reader.
 */
@NullMarked
package org.clipmeter.image.decode;

import org.jspecify.annotations.NullMarked;
