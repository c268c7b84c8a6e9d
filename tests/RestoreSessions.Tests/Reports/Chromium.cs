using PuppeteerSharp;
using Xunit;

namespace RestoreSessions.Tests.Reports;

/// <summary>A browser without a window, where the machine has one; it is never installed by a test.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "chrome.exe"];

    private IBrowser? _browser;
    private string _obstacle = $"no Chromium on the PATH ({string.Join(", ", Names)})";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        string? program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        if (program is null)
        {
            return;
        }

        try
        {
            // It gets a profile of its own, gone with it.
            _browser = await Puppeteer.LaunchAsync(new LaunchOptions
            {
                ExecutablePath = program,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            });
        }
        catch (PuppeteerException e)
        {
            _obstacle = $"{program} does not start: {e.Message}";
        }
    }

    /// <summary>Opens a page of its own; the test is skipped, with the reason, where there is no browser.</summary>
    public async Task<IPage> OpenAsync()
    {
        Assert.SkipWhen(_browser is null, _obstacle);
        return await _browser!.NewPageAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }
    }
}
