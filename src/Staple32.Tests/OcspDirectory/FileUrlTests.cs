using Staple32.OcspDirectory;
using Xunit;

namespace Staple32.Tests.OcspDirectory;

public class FileUrlTests
{
    [Theory]
    [InlineData("/var/lib/ocsp", "file:///var/lib/ocsp/")]
    [InlineData("/var/lib/ocsp/", "file:///var/lib/ocsp/")]
    [InlineData("/var/lib/stapled responses/ü", "file:///var/lib/stapled%20responses/%C3%BC/")]
    public void A_directory_is_a_file_url_with_a_slash_at_its_end(string path, string url)
    {
        if (!OperatingSystem.IsWindows())
            Assert.Equal(url, FileUrl.OfDirectory(path));
    }

    [Theory]
    [InlineData(@"\\?\C:\ocsp", "file:///C:/ocsp")]
    [InlineData(@"\\?\UNC\server\share\ocsp", "file://server/share/ocsp")]
    [InlineData(@"\\?\Volume{b75e2c83-0000-0000-0000-602f00000000}\ocsp", "file:///Volume%7B")]
    public void A_verbatim_path_has_a_url_too(string path, string beginning) =>
        Assert.StartsWith(beginning, FileUrl.OfDirectory(path), StringComparison.Ordinal);
}
