/** The files of open_clip, OpenAI's clip and hpsv2, whose network is CLIP's: their configuration, tensors and preprocessing. */
@NullMarked
package org.clipmeter.model.openclip;

import org.jspecify.annotations.NullMarked;
