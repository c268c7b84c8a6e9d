using System;
using System.Globalization;
using System.Management.Automation.Host;

namespace HostedShell;

/// <summary>The host that the engine talks to: a console without a screen.</summary>
internal sealed class Console(ShellOptions options) : PSHost
{
    private readonly ConsoleInterface _interface = new(options);

    public override CultureInfo CurrentCulture { get; } = options.Culture;

    public override CultureInfo CurrentUICulture { get; } = CultureInfo.InvariantCulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "HostedShell";

    public override PSHostUserInterface UI => _interface;

    public override Version Version { get; } = new(1, 0);

    /// <summary>What has been written since the last call.</summary>
    public string Take() => _interface.Take();

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode)
    {
    }
}
