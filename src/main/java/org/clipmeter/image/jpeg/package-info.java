/** JPEG, as Pillow and libjpeg-turbo read it: from the file to the coefficients of its blocks. */
@NullMarked
package org.clipmeter.image.jpeg;

import org.jspecify.annotations.NullMarked;
