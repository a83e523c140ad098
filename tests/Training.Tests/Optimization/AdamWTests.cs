using Hone.Training.Optimization;
using Hone.Training.Tests.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;
using AdamW = Hone.Training.Optimization.AdamW;
using LibTorchAdamW = TorchSharp.Modules.AdamW;

namespace Hone.Training.Tests.Optimization;

[Collection(nameof(TorchGenerator))]
public sealed class AdamWTests
{
    [Theory]
    [InlineData(ScalarType.Float32, 0.0)]
    [InlineData(ScalarType.Float32, 0.5)]
    [InlineData(ScalarType.BFloat16, 0.5)]
    public void Step_InOnePass_EqualsTheSameByTensors(ScalarType type, double clip)
    {
        using Run onePass = new(type, clip, inOnePass: true);
        using Run byTensors = new(type, clip, inOnePass: false);

        for (int step = 1; step <= 20; step++)
        {
            onePass.Step(step);
            byTensors.Step(step);
        }

        Assert.True((onePass.Parameters.Master - byTensors.Parameters.Master).abs().max().item<float>() < 1e-5);
        Assert.Equal(0, onePass.Parameters.Gradient.abs().max().to_type(ScalarType.Float32).item<float>());
        Assert.True(onePass.Parameters.Working.Equals(onePass.Parameters.Master.to_type(type)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Step_LetsGroupsRest_AndWakesThemAsIfTheyBegan(bool inOnePass)
    {
        using Run late = new(ScalarType.Float32, clip: 0, inOnePass, groups: 2);
        using Run fresh = new(ScalarType.Float32, clip: 0, inOnePass, groups: 2);
        using Tensor before = late.Model.weight.clone();

        late.Parameters.Groups.Rates[0] = 0;
        late.Step(1);
        using Tensor resting = late.Model.weight.clone();
        late.Parameters.Groups.Rates[0] = 0.5;
        late.Parameters.Groups.Rates[1] = 0;
        fresh.Parameters.Groups.Rates[0] = 0.5;
        fresh.Parameters.Groups.Rates[1] = 0;
        CopyBias(late.Model, fresh.Model);
        late.Step(2);
        fresh.Step(2);

        Assert.True(resting.Equals(before));
        Assert.False(late.Model.weight.Equals(before));
        Assert.True((late.Model.weight - fresh.Model.weight).abs().max().item<float>() < 1e-6);

        static void CopyBias(Linear from, Linear to)
        {
            using IDisposable noGrad = no_grad();
            to.bias!.copy_(from.bias!);
        }
    }

    [Fact]
    public void Step_EqualsLibtorchsOwn_WhereNothingIsClipped()
    {
        using Run ours = new(ScalarType.Float32, clip: 0, inOnePass: true);
        manual_seed(1);
        using Linear model = nn.Linear(37, 41);
        using LibTorchAdamW theirs = optim.AdamW(
            [new LibTorchAdamW.ParamGroup([model.weight], new LibTorchAdamW.Options { LearningRate = 0.01, weight_decay = 0.1 }),
             new LibTorchAdamW.ParamGroup([model.bias!], new LibTorchAdamW.Options { LearningRate = 0.01, weight_decay = 0 })]);

        for (int step = 1; step <= 5; step++)
        {
            ours.Step(step);
            theirs.zero_grad();
            Run.Loss(model, step, ScalarType.Float32).backward();
            theirs.step();
        }

        Assert.True((ours.Model.weight - model.weight).abs().max().item<float>() < 1e-6);
        Assert.True((ours.Model.bias! - model.bias!).abs().max().item<float>() < 1e-6);
    }

    [Fact]
    public void Step_MovesNoFurther_WhenTheGradientIsScaledUpBeyondTheClip()
    {
        // After clipping, two gradients of one direction are the same gradient.
        using Run one = new(ScalarType.Float32, clip: 0.01, inOnePass: true);
        using Run hundred = new(ScalarType.Float32, clip: 0.01, inOnePass: true);

        one.Step(1);
        hundred.Step(1, scale: 100);

        Assert.True((one.Parameters.Master - hundred.Parameters.Master).abs().max().item<float>() < 1e-6);
    }

    private sealed class Run : IDisposable
    {
        private readonly AdamW optimizer;
        private readonly ScalarType type;

        public Run(ScalarType type, double clip, bool inOnePass, int groups = 1)
        {
            this.type = type;
            manual_seed(1);
            Model = nn.Linear(37, 41);
            ParameterGroups assigned = new(groups);
            assigned.Assign(Model.weight, 0); // the bias is in the last group
            Parameters = new FlatParameters(Model, type, assigned);
            optimizer = new AdamW(Parameters, weightDecay: 0.1, clip, inOnePass);
        }

        public Linear Model { get; }

        public FlatParameters Parameters { get; }

        public static Tensor Loss(Linear model, int step, ScalarType type, double scale = 1)
        {
            using Generator generator = new((ulong)step);
            Tensor input = randn([8, 37], generator: generator).to_type(type);
            return model.forward(input).to_type(ScalarType.Float32).square().mean() * scale;
        }

        public void Step(int step, double scale = 1)
        {
            Loss(Model, step, type, scale).backward();
            optimizer.Step(0.01);
        }

        public void Dispose()
        {
            optimizer.Dispose();
            Parameters.Dispose();
            Model.Dispose();
        }
    }
}
