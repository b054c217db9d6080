/** The first picture of a TIFF, as Pillow and libtiff read it. */
@NullMarked
package org.clipmeter.image.tiff;

import org.jspecify.annotations.NullMarked;
