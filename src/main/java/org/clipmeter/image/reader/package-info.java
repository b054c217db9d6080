/** What the readers of all formats share: a position in the file, and the picture while it is decoded. */
@NullMarked
package org.clipmeter.image.reader;

import org.jspecify.annotations.NullMarked;
