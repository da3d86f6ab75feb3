using LogGuard.Neural;
using TorchSharp;
using TorchSharp.Modules;

namespace LogGuard.TorchSharp;

/// <summary>
/// A recurrent layer of <see cref="RecurrentKind.Msif"/>, by the equations there. libtorch has no such cell, so each step takes about twenty
/// calls to the device.
/// </summary>
internal sealed class MsifLayer
{
    private const int WeightsOfADirection = 4;

    private readonly RecurrentStack _stack;
    private readonly List<Parameter> _parameters = [];

    /// <summary>Makes a layer whose weights are not set, and not on the device yet.</summary>
    /// <param name="stack">Sizes and directions of the layer.</param>
    /// <param name="inputSize">Number of inputs at each step.</param>
    /// <param name="resources">Owns the weights.</param>
    public MsifLayer(RecurrentStack stack, int inputSize, DeviceResources resources)
    {
        _stack = stack;
        long gates = checked(4L * stack.KindCount * stack.HiddenSize);
        for (int direction = 0; direction < stack.DirectionCount; direction++)
        {
            _parameters.Add(DeviceParameter.Make(resources, gates, inputSize));
            _parameters.Add(DeviceParameter.Make(resources, gates, stack.HiddenSize));
            _parameters.Add(DeviceParameter.Make(resources, gates));
            _parameters.Add(DeviceParameter.Make(resources, gates));
        }
    }

    /// <summary>The weights of each direction, in the order of <see cref="WeightLayout"/>.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>Runs forward.</summary>
    /// <param name="steps">(rows, steps, inputs).</param>
    /// <param name="inside">1 for the steps of a row, 0 for those after its last one, (rows, steps); null if all rows are full.</param>
    /// <returns>(rows, steps, outputs), zero after a row's last step.</returns>
    public torch.Tensor Run(torch.Tensor steps, torch.Tensor? inside)
    {
        torch.Tensor forwards = Run(steps, inside, direction: 0);
        return _stack.Bidirectional ? torch.cat([forwards, Run(steps, inside, direction: 1)], 2) : forwards;
    }

    private torch.Tensor Run(torch.Tensor steps, torch.Tensor? inside, int direction)
    {
        int first = direction * WeightsOfADirection;
        (long rows, long stepCount) = (steps.shape[0], steps.shape[1]);
        (int kinds, int size) = (_stack.KindCount, _stack.HiddenSize);
        torch.Tensor inputs = torch.nn.functional.linear(steps, _parameters[first], _parameters[first + 2]); // (rows, steps, gates)
        torch.Tensor hidden = torch.zeros([rows, size], dtype: steps.dtype, device: steps.device);
        torch.Tensor cells = torch.zeros([rows, kinds, size], dtype: steps.dtype, device: steps.device);
        var outputs = new torch.Tensor[stepCount];
        for (long done = 0; done < stepCount; done++)
        {
            long step = direction == 0 ? done : stepCount - 1 - done;
            torch.Tensor gates = inputs.select(1, step) + torch.nn.functional.linear(hidden, _parameters[first + 1], _parameters[first + 3]);
            torch.Tensor parts = gates.view(rows, kinds, 4, size);
            torch.Tensor i = parts.select(2, 0).sigmoid();
            torch.Tensor f = parts.select(2, 1).sigmoid();
            torch.Tensor g = parts.select(2, 2).tanh();
            torch.Tensor o = parts.select(2, 3).sigmoid();
            cells = f * cells + i * g; // (rows, kinds, hidden)
            hidden = (o * cells.tanh()).sum(1); // (rows, hidden)
            if (inside is not null)
            {
                // Outside a row its states stay zero, so that a backward direction begins at the row's last step.
                torch.Tensor mask = inside.narrow(1, step, 1);
                cells = cells * mask.unsqueeze(2);
                hidden = hidden * mask;
            }

            outputs[step] = hidden;
        }

        return torch.stack(outputs, 1);
    }
}
