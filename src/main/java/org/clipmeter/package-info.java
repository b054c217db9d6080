/** Measures how well generated images match their prompts: CLIP Score over the TIFA prompts. */
@NullMarked
package org.clipmeter;

import org.jspecify.annotations.NullMarked;
