using LogGuard.Neural;
using TorchSharp;
using TorchSharp.Modules;

namespace LogGuard.TorchSharp;

/// <summary>
/// Recurrent layers on the device: one module for all of them, which cuDNN runs as one, or, with dropout in between, one module for each
/// layer. Layers of <see cref="RecurrentKind.Msif"/> have no module.
/// </summary>
internal sealed class DeviceRecurrent
{
    private readonly RecurrentStack _stack;
    private readonly RecurrentModule[] _modules = [];
    private readonly MsifLayer[] _msif = [];
    private readonly int _source;

    /// <summary>Makes layers whose weights are not set, and not on the device yet.</summary>
    /// <param name="stack">The layers.</param>
    /// <param name="inputSize">Number of inputs at each step.</param>
    /// <param name="source">Number of the source that they belong to.</param>
    /// <param name="resources">Owns modules and weights.</param>
    public DeviceRecurrent(RecurrentStack stack, int inputSize, int source, DeviceResources resources)
    {
        _stack = stack;
        _source = source;
        if (stack.Kind == RecurrentKind.Msif)
        {
            _msif = [.. Enumerable.Range(0, stack.LayerCount).Select(layer => new MsifLayer(stack, layer == 0 ? inputSize : stack.OutputSize, resources))];
            return;
        }

        (int modules, int layers) = stack.Dropout > 0 ? (stack.LayerCount, 1) : (1, stack.LayerCount);
        _modules = [.. Enumerable.Range(0, modules).Select(module => new RecurrentModule(stack, module == 0 ? inputSize : stack.OutputSize, layers, resources))];
    }

    /// <summary>The weights from the input to the output, with the module that each belongs to.</summary>
    public IEnumerable<(Parameter Weight, RecurrentModule? Module)> Weights =>
        _modules.SelectMany(module => module.Parameters.Select(parameter => (parameter, (RecurrentModule?)module)))
            .Concat(_msif.SelectMany(layer => layer.Parameters.Select(parameter => (parameter, (RecurrentModule?)null))));

    /// <summary>Runs forward.</summary>
    /// <param name="steps">(rows, steps, inputs).</param>
    /// <param name="lengths">Number of steps of each row, on the host; null if all rows are full.</param>
    /// <param name="counts">The same on the device.</param>
    /// <param name="needsSteps">Whether the outputs of all steps are used; if not, they may not be there.</param>
    /// <param name="chunk">The rows.</param>
    /// <param name="staging">Copies masks to the device.</param>
    /// <returns>(rows, steps, outputs), and (rows, outputs) at the end of each direction.</returns>
    public (torch.Tensor Steps, torch.Tensor Last) Forward(
        torch.Tensor steps, torch.Tensor? lengths, torch.Tensor? counts, bool needsSteps, in ChunkInput chunk, Staging staging)
    {
        if (_msif.Length > 0)
        {
            return ForwardMsif(steps, counts, chunk, staging);
        }

        long stepCount = steps.shape[1];
        torch.Tensor last = steps;
        for (int module = 0; module < _modules.Length; module++)
        {
            steps = module == 0 ? steps : Drop(steps, module - 1, chunk, staging);
            bool isLast = module == _modules.Length - 1;
            _modules[module].IsTraining = chunk.IsTraining;
            (steps, last) = lengths is null
                ? _modules[module].Run(steps)
                : _modules[module].RunPacked(steps, lengths, stepCount, needsSteps || !isLast);
        }

        return (steps, last);
    }

    private (torch.Tensor Steps, torch.Tensor Last) ForwardMsif(torch.Tensor steps, torch.Tensor? counts, in ChunkInput chunk, Staging staging)
    {
        long stepCount = steps.shape[1];
        torch.Tensor? inside = counts is null ? null : StepMask.Inside(counts, stepCount).to(steps.dtype);
        for (int layer = 0; layer < _msif.Length; layer++)
        {
            steps = _msif[layer].Run(layer == 0 || _stack.Dropout == 0 ? steps : Drop(steps, layer - 1, chunk, staging), inside);
        }

        torch.Tensor last = StepMask.Last(steps, counts);
        if (_stack.Bidirectional)
        {
            int size = _stack.HiddenSize;
            last = torch.cat([last.narrow(1, 0, size), steps.select(1, 0).narrow(1, size, size)], 1);
        }

        return (steps, last);
    }

    // The outputs of a layer as the next one reads them.
    private torch.Tensor Drop(torch.Tensor steps, int layer, in ChunkInput chunk, Staging staging)
    {
        if (chunk.Masks is not { } masks)
        {
            return steps;
        }

        int stepCount = (int)steps.shape[1];
        float[] mask = masks.BetweenRecurrent(_source, layer, chunk.First, chunk.Count, stepCount);
        return steps * staging.Floats(mask, chunk.Count, stepCount, _stack.OutputSize).to(steps.dtype);
    }
}
