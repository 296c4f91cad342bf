/**
 * The engine {@code torch}: libtorch behind the contract of engines.
 */
package growth.engine.torch;
