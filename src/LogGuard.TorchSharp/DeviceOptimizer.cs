using LogGuard.Neural;
using TorchSharp;

namespace LogGuard.TorchSharp;

/// <summary>
/// Adam and stochastic gradient descent with the managed engine's order of operations, on one vector of all weights: a step takes ten
/// calls to the device, however many tensors a network has, and waits for none of them.
/// </summary>
internal sealed class DeviceOptimizer
{
    private readonly OptimizerOptions _options;
    private readonly torch.Tensor _means;
    private readonly torch.Tensor? _squares;
    private readonly torch.Tensor? _l1;
    private double _beta1Power = 1;
    private double _beta2Power = 1;

    /// <param name="options">The settings.</param>
    /// <param name="weights">The weights that it will change.</param>
    /// <param name="l1">λ of the L1 penalty of each of them, of the same shape; null if no weight has one.</param>
    /// <param name="resources">Owns its state.</param>
    public DeviceOptimizer(OptimizerOptions options, torch.Tensor weights, torch.Tensor? l1, DeviceResources resources)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        _options = options;
        _l1 = l1;
        _means = resources.Own(torch.zeros_like(weights).DetachFromDisposeScope());
        _squares = options is AdamOptions ? resources.Own(torch.zeros_like(weights).DetachFromDisposeScope()) : null;
        resources.Reserve(weights.NumberOfElements * sizeof(float) * (_squares is null ? 1 : 2));
    }

    /// <summary>Does one step.</summary>
    /// <param name="weights">The weights; changed.</param>
    /// <param name="gradient">Their gradient; overwritten.</param>
    /// <param name="learningRate">Step size.</param>
    public void Step(torch.Tensor weights, torch.Tensor gradient, float learningRate)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        if (float.IsFinite(_options.GradientNormLimit))
        {
            // As torch.nn.utils.clip_grad_norm_. The norm stays on the device: reading it would wait for the backward pass.
            gradient.mul_(gradient.norm().add_(1e-6f).reciprocal_().mul_(_options.GradientNormLimit).clamp_max_(1));
        }

        if (_l1 is not null)
        {
            gradient.add_(weights.sign().mul_(_l1));
        }

        if (_options.WeightDecay != 0)
        {
            gradient.add_(weights, _options.WeightDecay);
        }

        if (_options is AdamOptions adam)
        {
            Step(adam, weights, gradient, learningRate);
        }
        else
        {
            _means.mul_(((SgdOptions)_options).Momentum).add_(gradient);
            weights.add_(_means, -learningRate);
        }
    }

    private void Step(AdamOptions adam, torch.Tensor weights, torch.Tensor gradient, float learningRate)
    {
        _beta1Power *= adam.Beta1;
        _beta2Power *= adam.Beta2;
        float stepSize = (float)(learningRate / (1 - _beta1Power));
        float rootScale = (float)Math.Sqrt(1 - _beta2Power);
        _means.mul_(adam.Beta1).add_(gradient, 1 - adam.Beta1);
        _squares!.mul_(adam.Beta2).addcmul_(gradient, gradient, 1 - adam.Beta2);
        torch.Tensor root = _squares.sqrt().div_(rootScale).add_(adam.Epsilon);
        weights.addcdiv_(_means, root, -stepSize);
    }
}
