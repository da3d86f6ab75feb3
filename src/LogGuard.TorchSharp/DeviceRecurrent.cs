using LogGuard.Neural;
using TorchSharp;

namespace LogGuard.TorchSharp;

/// <summary>
/// Recurrent layers on the device: one module for all of them, which cuDNN runs as one, or, with dropout in between, one module for each
/// layer.
/// </summary>
internal sealed class DeviceRecurrent
{
    private readonly RecurrentStack _stack;
    private readonly RecurrentModule[] _modules;
    private readonly int _source;

    /// <summary>Makes layers whose weights are not set, and not on the device yet.</summary>
    /// <param name="stack">The layers.</param>
    /// <param name="inputSize">Number of inputs at each step.</param>
    /// <param name="source">Number of the source that they belong to.</param>
    /// <param name="resources">Owns the modules.</param>
    public DeviceRecurrent(RecurrentStack stack, int inputSize, int source, DeviceResources resources)
    {
        _stack = stack;
        _source = source;
        (int modules, int layers) = stack.Dropout > 0 ? (stack.LayerCount, 1) : (1, stack.LayerCount);
        _modules = [.. Enumerable.Range(0, modules).Select(module => new RecurrentModule(stack, module == 0 ? inputSize : stack.OutputSize, layers, resources))];
    }

    /// <summary>The modules, from the input to the output.</summary>
    public IReadOnlyList<RecurrentModule> Modules => _modules;

    /// <summary>Runs forward and pools the steps.</summary>
    /// <param name="steps">(rows, steps, inputs).</param>
    /// <param name="lengths">Number of steps of each row, on the host; null if all rows are full.</param>
    /// <param name="counts">The same on the device.</param>
    /// <param name="pooling">How the steps become one vector.</param>
    /// <param name="chunk">The rows.</param>
    /// <param name="staging">Copies masks to the device.</param>
    /// <returns>(rows, outputs).</returns>
    public torch.Tensor Forward(torch.Tensor steps, torch.Tensor? lengths, torch.Tensor? counts, StepPooling pooling, in ChunkInput chunk, Staging staging)
    {
        long stepCount = steps.shape[1];
        torch.Tensor last = steps;
        for (int module = 0; module < _modules.Length; module++)
        {
            if (module > 0 && chunk.Masks is { } masks)
            {
                float[] mask = masks.BetweenRecurrent(_source, module - 1, chunk.First, chunk.Count, (int)stepCount);
                steps = steps * staging.Floats(mask, chunk.Count, stepCount, _stack.OutputSize).to(steps.dtype);
            }

            bool isLast = module == _modules.Length - 1;
            _modules[module].IsTraining = chunk.IsTraining;
            (steps, last) = lengths is null
                ? _modules[module].Run(steps)
                : _modules[module].RunPacked(steps, lengths, stepCount, needsSteps: !isLast || pooling == StepPooling.Mean);
        }

        return pooling == StepPooling.Last ? last
            : counts is null ? steps.mean([1])
            : steps.sum(1) / counts.to(steps.dtype).unsqueeze(1);
    }
}
