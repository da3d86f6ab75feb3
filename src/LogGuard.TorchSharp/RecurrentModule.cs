using LogGuard.Neural;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn.utils.rnn;

namespace LogGuard.TorchSharp;

/// <summary>A module of TorchSharp for one or several recurrent layers.</summary>
internal sealed class RecurrentModule
{
    private readonly RecurrentStack _stack;
    private readonly torch.nn.Module _module;
    private readonly List<Parameter> _parameters = [];

    /// <summary>Makes a module whose weights are not set, and not on the device yet.</summary>
    /// <param name="stack">Kind, size and directions of its layers.</param>
    /// <param name="inputSize">Number of inputs at each step.</param>
    /// <param name="layers">Number of layers.</param>
    /// <param name="resources">Owns the module.</param>
    public RecurrentModule(RecurrentStack stack, int inputSize, int layers, DeviceResources resources)
    {
        _stack = stack;
        _module = resources.Own<torch.nn.Module>(
            stack.Kind == RecurrentKind.Lstm
                ? torch.nn.LSTM(inputSize, stack.HiddenSize, layers, batchFirst: true, bidirectional: stack.Bidirectional)
                : torch.nn.GRU(inputSize, stack.HiddenSize, layers, batchFirst: true, bidirectional: stack.Bidirectional));
        Dictionary<string, Parameter> byName = _module.named_parameters().ToDictionary(one => one.name, one => one.parameter);
        for (int layer = 0; layer < layers; layer++)
        {
            for (int direction = 0; direction < stack.DirectionCount; direction++)
            {
                string suffix = $"_l{layer}{(direction == 1 ? "_reverse" : "")}";
                foreach (string name in (ReadOnlySpan<string>)["weight_ih", "weight_hh", "bias_ih", "bias_hh"])
                {
                    Parameter parameter = byName[name + suffix];
                    parameter.DetachFromDisposeScope();
                    _parameters.Add(parameter);
                }
            }
        }
    }

    /// <summary>The weights of each layer and direction, in the order of <see cref="WeightLayout"/>.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>Whether cuDNN keeps what the backward pass needs.</summary>
    public bool IsTraining
    {
        get;
        set
        {
            if (field != value)
            {
                field = value;
                _module.train(value);
            }
        }
    } = true;

    /// <summary>Lets cuDNN move the weights into one piece of memory, in its order. Does nothing on a processor.</summary>
    public void Flatten()
    {
        if (_module is LSTM lstm)
        {
            lstm.flatten_parameters();
        }
        else
        {
            ((GRU)_module).flatten_parameters();
        }
    }

    /// <summary>Runs rows of equal length.</summary>
    /// <param name="steps">(rows, steps, inputs).</param>
    /// <returns>(rows, steps, outputs), and (rows, outputs) after the last step.</returns>
    public (torch.Tensor Steps, torch.Tensor Last) Run(torch.Tensor steps)
    {
        if (_module is LSTM lstm)
        {
            (torch.Tensor outputs, torch.Tensor hidden, _) = lstm.call(steps);
            return (outputs, Top(hidden));
        }

        (torch.Tensor gruOutputs, torch.Tensor gruHidden) = ((GRU)_module).call(steps);
        return (gruOutputs, Top(gruHidden));
    }

    /// <summary>
    /// Runs rows of different lengths. Packing leaves out the steps after a row's last one, so that a backward layer begins at the last
    /// step.
    /// </summary>
    /// <param name="steps">(rows, steps, inputs).</param>
    /// <param name="lengths">Number of steps of each row, on the host.</param>
    /// <param name="stepCount">Number of steps.</param>
    /// <param name="needsSteps">Whether the outputs of all steps are used; otherwise the input takes their place.</param>
    public (torch.Tensor Steps, torch.Tensor Last) RunPacked(torch.Tensor steps, torch.Tensor lengths, long stepCount, bool needsSteps)
    {
        PackedSequence packed = pack_padded_sequence(steps, lengths, batch_first: true, enforce_sorted: false);
        PackedSequence outputs;
        torch.Tensor hidden;
        if (_module is LSTM lstm)
        {
            (outputs, hidden, _) = lstm.call(packed);
        }
        else
        {
            (outputs, hidden) = ((GRU)_module).call(packed);
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
}
