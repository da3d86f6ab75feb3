using LogGuard.Neural;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn.utils.rnn;

namespace LogGuard.TorchSharp;

/// <summary>
/// Recurrent layers on the device: one module for all of them, which cuDNN runs as one, or, with dropout in between, one module for each
/// layer.
/// </summary>
internal sealed class DeviceRecurrent
{
    private readonly RecurrentStack _stack;
    private readonly torch.nn.Module[] _modules;
    private readonly List<torch.Tensor> _parameters = [];
    private readonly int _source;
    private bool _isTraining = true;

    public DeviceRecurrent(RecurrentStack stack, int inputSize, torch.Device device, torch.ScalarType type, int source)
    {
        _stack = stack;
        _source = source;
        (int modules, int layers) = stack.Dropout > 0 ? (stack.LayerCount, 1) : (1, stack.LayerCount);
        _modules = new torch.nn.Module[modules];
        for (int module = 0; module < modules; module++)
        {
            int size = module == 0 ? inputSize : stack.OutputSize;
            _modules[module] = stack.Kind == RecurrentKind.Lstm
                ? Place(torch.nn.LSTM(size, stack.HiddenSize, layers, batchFirst: true, bidirectional: stack.Bidirectional), device, type)
                : Place(torch.nn.GRU(size, stack.HiddenSize, layers, batchFirst: true, bidirectional: stack.Bidirectional), device, type);
            AddParameters(_modules[module], layers);
        }
    }

    /// <summary>The weights of each layer and direction, in the order of <see cref="WeightLayout"/>.</summary>
    public IEnumerable<torch.Tensor> Parameters => _parameters;

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
        SetTraining(chunk.IsTraining);
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
            (steps, last) = lengths is null
                ? Run(_modules[module], steps)
                : RunPacked(_modules[module], steps, lengths, stepCount, needsSteps: !isLast || pooling == StepPooling.Mean);
        }

        return pooling == StepPooling.Last ? last
            : counts is null ? steps.mean([1])
            : steps.sum(1) / counts.to(steps.dtype).unsqueeze(1);
    }

    private (torch.Tensor Steps, torch.Tensor Last) Run(torch.nn.Module module, torch.Tensor steps)
    {
        if (module is LSTM lstm)
        {
            (torch.Tensor outputs, torch.Tensor hidden, _) = lstm.call(steps);
            return (outputs, Top(hidden));
        }

        (torch.Tensor gruOutputs, torch.Tensor gruHidden) = ((GRU)module).call(steps);
        return (gruOutputs, Top(gruHidden));
    }

    // Packing leaves out the steps after a row's last one, so that a backward layer begins at the last step.
    private (torch.Tensor Steps, torch.Tensor Last) RunPacked(
        torch.nn.Module module, torch.Tensor steps, torch.Tensor lengths, long stepCount, bool needsSteps)
    {
        PackedSequence packed = pack_padded_sequence(steps, lengths, batch_first: true, enforce_sorted: false);
        PackedSequence outputs;
        torch.Tensor hidden;
        if (module is LSTM lstm)
        {
            (outputs, hidden, _) = lstm.call(packed);
        }
        else
        {
            (outputs, hidden) = ((GRU)module).call(packed);
        }

        torch.Tensor padded = needsSteps ? pad_packed_sequence(outputs, batch_first: true, total_length: stepCount).Item1 : steps;
        return (padded, Top(hidden));
    }

    // The states after the last step of the top layer's directions, side by side.
    private torch.Tensor Top(torch.Tensor hidden)
    {
        long layers = hidden.shape[0];
        return _stack.Bidirectional
            ? torch.cat([hidden.select(0, layers - 2), hidden.select(0, layers - 1)], 1)
            : hidden.select(0, layers - 1);
    }

    private void SetTraining(bool isTraining)
    {
        if (_isTraining != isTraining)
        {
            _isTraining = isTraining;
            foreach (torch.nn.Module module in _modules)
            {
                module.train(isTraining);
            }
        }
    }

    private void AddParameters(torch.nn.Module module, int layers)
    {
        // Read after the move to the device, which may have replaced the parameters.
        Dictionary<string, Parameter> byName = module.named_parameters().ToDictionary(parameter => parameter.name, parameter => parameter.parameter);
        for (int layer = 0; layer < layers; layer++)
        {
            for (int direction = 0; direction < _stack.DirectionCount; direction++)
            {
                string suffix = $"_l{layer}{(direction == 1 ? "_reverse" : "")}";
                foreach (string name in (ReadOnlySpan<string>)["weight_ih", "weight_hh", "bias_ih", "bias_hh"])
                {
                    _parameters.Add(byName[name + suffix].DetachFromDisposeScope());
                }
            }
        }
    }

    private static torch.nn.Module Place(LSTM module, torch.Device device, torch.ScalarType type)
    {
        LSTM placed = module.to(device).to(type);
        placed.flatten_parameters();
        return placed;
    }

    private static torch.nn.Module Place(GRU module, torch.Device device, torch.ScalarType type)
    {
        GRU placed = module.to(device).to(type);
        placed.flatten_parameters();
        return placed;
    }
}
