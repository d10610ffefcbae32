/**
 * Ed25519 signatures and what is signed: the door is {@link io.genaiops.signature.SigningKey}. The host has the keys; nothing here keeps one.
 */
@NullMarked
package io.genaiops.signature;

import org.jspecify.annotations.NullMarked;
