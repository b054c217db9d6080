/** From a file to a picture: the table of all formats, which of them a file has, and the call of its reader. */
@NullMarked
package org.clipmeter.image.decode;

import org.jspecify.annotations.NullMarked;
