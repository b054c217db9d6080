/** The CLIP network: configuration, vision and text transformers, and the catalogue of known models. */
@NullMarked
package org.clipmeter.model;

import org.jspecify.annotations.NullMarked;
