using System.IO.Pipes;
using System.Text;
using Staple32.Log;
using Xunit;

namespace Staple32.Tests.Log;

/// <summary>What a log may not do to a host whose standard error is a pipe.</summary>
public sealed class FileDescriptorTests
{
    [Fact]
    public void A_line_goes_into_a_pipe_that_somebody_reads()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        using var reader = new AnonymousPipeClientStream(PipeDirection.In, writer.ClientSafePipeHandle);
        FileDescriptor.WriteIfReady((int)writer.SafePipeHandle.DangerousGetHandle(), "line\n"u8.ToArray());
        byte[] read = new byte[5];
        reader.ReadExactly(read);
        Assert.Equal("line\n", Encoding.ASCII.GetString(read));
    }

    [Fact]
    public void A_pipe_that_is_full_does_not_hold_us_up()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        int descriptor = (int)writer.SafePipeHandle.DangerousGetHandle();
        byte[] line = new byte[1000];
        // Far more than any pipe takes: that this ends is the test.
        for (int i = 0; i < 5_000; i++)
            FileDescriptor.WriteIfReady(descriptor, line);
        using var reader = new AnonymousPipeClientStream(PipeDirection.In, writer.ClientSafePipeHandle);
        Assert.Equal(4096, reader.ReadAtLeast(new byte[4096], 4096));
    }

    [Fact]
    public void A_pipe_that_nobody_reads_any_more_takes_nothing()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        writer.ClientSafePipeHandle.Dispose();
        FileDescriptor.WriteIfReady((int)writer.SafePipeHandle.DangerousGetHandle(), "line\n"u8.ToArray());
    }

    [Fact]
    public void A_closed_descriptor_takes_nothing()
    {
        if (!OperatingSystem.IsWindows())
            FileDescriptor.WriteIfReady(1_000_000, "line\n"u8.ToArray());
    }
}
