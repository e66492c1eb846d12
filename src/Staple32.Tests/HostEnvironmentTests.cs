using Xunit;

namespace Staple32.Tests;

public sealed class HostEnvironmentTests
{
    [Theory]
    [InlineData(8, 0UL, false)]
    [InlineData(8, 1UL, true)]
    [InlineData(4, 0UL, false)]
    [InlineData(4, 1UL, true)]
    public void Raised_rights_are_read_from_what_the_kernel_passed(int word, ulong secure, bool raised) =>
        Assert.Equal(raised, HostEnvironment.FlagSet(Vector(word, 6, 4096, 23, secure, 0, 0), word));

    [Fact]
    public void Nothing_is_read_beyond_the_end_of_the_vector()
    {
        Assert.False(HostEnvironment.FlagSet(Vector(8, 0, 0, 23, 1), 8));
        Assert.False(HostEnvironment.FlagSet(Vector(8, 6, 4096, 23), 8));
        Assert.False(HostEnvironment.FlagSet([], 8));
    }

    [Fact]
    public void A_variable_is_what_it_is_now_and_an_empty_one_is_not_set()
    {
        const string Name = "STAPLE32_TEST_OF_VARIABLES";
        Assert.Null(HostEnvironment.Get(Name));
        Environment.SetEnvironmentVariable(Name, "1");
        Assert.Equal("1", HostEnvironment.Get(Name));
        Environment.SetEnvironmentVariable(Name, "");
        Assert.Null(HostEnvironment.Get(Name));
    }

    private static byte[] Vector(int word, params ulong[] words)
    {
        var bytes = new List<byte>();
        foreach (ulong value in words)
            bytes.AddRange(word == 8 ? BitConverter.GetBytes(value) : BitConverter.GetBytes((uint)value));
        return [.. bytes];
    }
}
