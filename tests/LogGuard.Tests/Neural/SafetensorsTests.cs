using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LogGuard.Neural;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Neural;

public class SafetensorsTests
{
    private static readonly NamedTensor[] Two =
    [
        new("weights", [2, 3], [1, -2, 3.5f, float.NaN, float.NegativeInfinity, -0f]),
        new("größe \"x\"", [], [7]),
        new("nothing", [0, 4], []),
    ];

    [Fact]
    public void WhatIsWrittenIsReadBack()
    {
        var metadata = new Dictionary<string, string> { ["format"] = "pt", ["größe"] = "a\"b\n" };

        SafetensorsContent content = Safetensors.Read(Written(Two, metadata));

        NeuralAssert.Same(Two, content.Tensors);
        Assert.Equal(metadata, content.Metadata);
    }

    [Fact]
    public void AnyTensorsAreReadBack()
    {
        Gen<NamedTensor> tensors =
            from shape in Gen.Choose(0, 5).ArrayOf().Where(shape => shape.Length < 5)
            from values in ArbMap.Default.GeneratorFor<float>().ArrayOf(shape.Aggregate(1, (product, length) => product * length))
            select new NamedTensor("", shape, values);
        Gen<NamedTensor[]> named = tensors.ArrayOf().Select(array => array.Select((tensor, j) => tensor with { Name = $"t{j}" }).ToArray());

        Prop.ForAll(named.ToArbitrary(), array => NeuralAssert.Same(array, Safetensors.Read(Written(array)).Tensors))
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void EmptyTensorsKeepTheirOrder()
    {
        NamedTensor[] empty = [.. Enumerable.Range(0, 100).Select(j => new NamedTensor($"t{j}", [0], []))];

        NeuralAssert.Same(empty, Safetensors.Read(Written(empty)).Tensors);
    }

    [Fact]
    public void ANetworksWeightsSurvive()
    {
        var description = new NetworkDescription { SymbolCount = 9, OutputCount = 9, Input = NetworkInput.Embedding };
        INeuralNetwork network = new ManagedEngine().Create(description, seed: 1);

        NeuralAssert.Same(network.Weights, Safetensors.Read(Written(network.Weights)).Tensors);
    }

    [Fact]
    public void TheBytesAreThoseOfTheFormat()
    {
        byte[] file = Written([new("a", [2], [1, 2])]).ToArray();

        const string Header = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";
        int padded = (Header.Length + 7) / 8 * 8;
        Assert.Equal((ulong)padded, BinaryPrimitives.ReadUInt64LittleEndian(file));
        Assert.Equal(Header.PadRight(padded), Encoding.UTF8.GetString(file, 8, padded));
        Assert.Equal((byte[])[0, 0, 0x80, 0x3F, 0, 0, 0, 0x40], file[(8 + padded)..]);
    }

    [Fact]
    public void TheOrderOfTheHeaderNeedNotBeThatOfTheData()
    {
        SafetensorsContent content = Read(
            """{"b":{"data_offsets":[4,8],"shape":[1],"dtype":"F32"},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8);

        Assert.Equal(["a", "b"], content.Tensors.Select(tensor => tensor.Name));
    }

    [Fact]
    public void ReadingBeginsAtTheStreamsPosition()
    {
        var stream = new MemoryStream([1, 2, 3, .. Written(Two).ToArray()]) { Position = 3 };

        NeuralAssert.Same(Two, Safetensors.Read(stream).Tensors);
    }

    [Fact]
    public void AFileCutOffAnywhereIsRefused()
    {
        byte[] file = Written(Two).ToArray();
        for (int length = 0; length < file.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => Safetensors.Read(new MemoryStream(file, 0, length)));
        }
    }

    [Fact]
    public void AFlippedBitGivesAContentOrAnInvalidDataException()
    {
        byte[] file = Written(Two, new Dictionary<string, string> { ["format"] = "pt" }).ToArray();
        for (int bit = 0; bit < file.Length * 8; bit++)
        {
            byte[] damaged = [.. file];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Safetensors.Read(new MemoryStream(damaged));
            }
            catch (InvalidDataException)
            {
                // What a damaged file is expected to give; anything else fails the test.
            }
        }
    }

    [Theory]
    [InlineData("", 0, "does not begin")]
    [InlineData(" {}", 0, "does not begin")]
    [InlineData("[]", 0, "does not begin")]
    [InlineData("{", 0, "not valid JSON")]
    [InlineData("{}{}", 0, "not valid JSON")]
    [InlineData("""{"a\ud800":{}}""", 0, "not valid JSON")]
    [InlineData("""{"a":3}""", 0, "holds a Number")]
    [InlineData("""{"a":{}}""", 0, "lacks")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "lacks")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "lacks")]
    [InlineData("""{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""", 8, "of type F64")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":1}}""", 4, "unknown or repeated field more")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}""", 4, "unknown or repeated field shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "there twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "number outside")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "number outside")]
    [InlineData("""{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", 4, "holds a String")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "takes 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,4]}}""", 4, "more values")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "must begin at 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "must begin at 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "must begin at 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3, "there are 3 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "there are 5 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1000000000],"data_offsets":[0,4000000000]}}""", 4, "there are 4 bytes")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "holds a Number")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0, "there twice")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, "there twice")]
    public void AMalformedFileIsRefusedWithItsFault(string header, int dataLength, string fault)
    {
        var failure = Assert.Throws<InvalidDataException>(() => Read(header, dataLength));

        Assert.Contains(fault, failure.Message);
    }

    [Theory]
    [InlineData(17UL * 1024 * 1024)]
    [InlineData(ulong.MaxValue)]
    [InlineData(1000UL)]
    public void AnImpossibleHeaderLengthTakesNoMemory(ulong length)
    {
        var file = new byte[100];
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);

        var failure = Assert.Throws<InvalidDataException>(() => Safetensors.Read(new MemoryStream(file)));

        Assert.Contains("header length", failure.Message);
    }

    [Fact]
    public void WrongTensorsAreNotWritten()
    {
        Assert.Throws<ArgumentException>(() => Written([new("a", [2], [1])]));
        Assert.Throws<ArgumentException>(() => Written([new("a", [-1, -1], [1])]));
        Assert.Throws<ArgumentException>(() => Written([new("a", [1], [1]), new("a", [1], [1])]));
        Assert.Throws<ArgumentException>(() => Written([new("__metadata__", [1], [1])]));
    }

    private static MemoryStream Written(IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var stream = new MemoryStream();
        Safetensors.Write(stream, tensors, metadata);
        stream.Position = 0;
        return stream;
    }

    private static SafetensorsContent Read(string header, int dataLength)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)text.Length);
        return Safetensors.Read(new MemoryStream([.. length, .. text, .. new byte[dataLength]]));
    }
}
