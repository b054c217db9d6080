/** The first frame of a GIF, as Pillow reads it. */
@NullMarked
package org.clipmeter.image.gif;

import org.jspecify.annotations.NullMarked;
