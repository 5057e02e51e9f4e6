/* The bridge between the page and Dash: a component without a build. It draws nothing. It tells
   Dash of the view in the URL, and hands Dash's words to the page, which React never touches. */
(() => {
  const { useEffect } = window.React;

  const ViewBridge = ({ reply, setProps }) => {
    useEffect(() => {
      const tell = () => window.atlasView && setProps({ view: { ...window.atlasView } });
      addEventListener("atlas:view", tell);
      tell();
      return () => removeEventListener("atlas:view", tell);
    }, []);
    useEffect(() => {
      if (reply) dispatchEvent(new CustomEvent("atlas:reply", { detail: reply }));
    }, [reply]);
    return null;
  };

  window.dashboard = { ViewBridge };
})();
