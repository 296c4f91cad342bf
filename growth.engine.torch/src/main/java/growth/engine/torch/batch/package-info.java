/** Batches on their way to the device: which rows they have, their upload, and the past of texts that are read token by token. */
package growth.engine.torch.batch;
