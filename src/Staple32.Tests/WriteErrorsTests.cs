using Xunit;

namespace Staple32.Tests;

public sealed class WriteErrorsTests
{
    public static TheoryData<Exception, int> Errors => new()
    {
        { new UnauthorizedAccessException(), 5 },
        { new DirectoryNotFoundException(), 3 },
        { new FileNotFoundException(), 2 },
        { new PathTooLongException(), 206 },
        { new IOException("ENOSPC", 28), 112 },
        { new IOException("EROFS", 30), 19 },
        { new IOException("EDQUOT", 122), 1295 },
        { new IOException("EMFILE", 24), 4 },
        { new IOException("EFBIG", 27), 223 },
        { new IOException("EIO", 5), 29 },
        { new IOException("ERROR_DISK_FULL", unchecked((int)0x80070070)), 112 },
        { new IOException("ERROR_SHARING_VIOLATION", unchecked((int)0x80070020)), 32 },
        { new IOException("COR_E_IO", unchecked((int)0x80131620)), 29 },
        { new ArgumentOutOfRangeException(), 223 },
        { new InvalidOperationException(), 29 },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void Each_failure_has_its_win32_error(Exception error, int expected) => Assert.Equal(expected, WriteErrors.Of(error));

    [Fact]
    public void A_full_disk_is_a_full_disk()
    {
        if (!File.Exists("/dev/full")) return;
        var error = Assert.ThrowsAny<IOException>(() =>
        {
            using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);
            RandomAccess.Write(full, new byte[] { 1 }, 0);
        });
        Assert.Equal(WriteErrors.DiskFull, WriteErrors.Of(error));
    }
}
