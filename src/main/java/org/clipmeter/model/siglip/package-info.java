/** SigLIP and SigLIP 2 with a fixed resolution: configuration, tensors and network. */
@NullMarked
package org.clipmeter.model.siglip;

import org.jspecify.annotations.NullMarked;
