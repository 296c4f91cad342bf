/**
 * Where libtorch comes from: the folder that the user names, or natives that are installed; and what is wrong with one that cannot be
 * used. Nothing here is loaded into the process.
 */
package growth.engine.torch.library;
