/** The models that are known by name, and where a model's files come from. */
@NullMarked
package org.clipmeter.model.catalogue;

import org.jspecify.annotations.NullMarked;
