/** BMP, as Pillow reads it. */
@NullMarked
package org.clipmeter.image.bmp;

import org.jspecify.annotations.NullMarked;
