/** The models that are known by name, and the sources of a model's files. */
@NullMarked
package org.clipmeter.model.catalogue;

import org.jspecify.annotations.NullMarked;
