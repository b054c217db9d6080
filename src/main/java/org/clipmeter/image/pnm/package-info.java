/** PBM, PGM, PPM and the gray float map, as Pillow reads them. */
@NullMarked
package org.clipmeter.image.pnm;

import org.jspecify.annotations.NullMarked;
